import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { unrestrictedUpload } from './unrestricted-upload.ts'

firesAndStaysSilentOnTopic(unrestrictedUpload, 'uploads')
