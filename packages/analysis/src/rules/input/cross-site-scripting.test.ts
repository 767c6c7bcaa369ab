import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { crossSiteScripting } from './cross-site-scripting.ts'

firesAndStaysSilentOnTopic(crossSiteScripting, 'html')
