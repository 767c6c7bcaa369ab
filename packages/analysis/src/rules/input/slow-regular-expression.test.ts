import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { slowRegularExpression } from './slow-regular-expression.ts'

firesAndStaysSilentOnTopic(slowRegularExpression, 'regular-expressions')
