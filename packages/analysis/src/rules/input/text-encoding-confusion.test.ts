import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { textEncodingConfusion } from './text-encoding-confusion.ts'

firesAndStaysSilentOnTopic(textEncodingConfusion, 'text-encoding')
