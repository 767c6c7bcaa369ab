import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { formatString } from './format-string.ts'

firesAndStaysSilentOnTopic(formatString, 'format-strings')
