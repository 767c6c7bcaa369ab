import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { openRedirect } from './open-redirect.ts'

firesAndStaysSilentOnTopic(openRedirect, 'redirects')
