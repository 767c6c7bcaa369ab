import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { valuesNotChecked } from './values-not-checked.ts'

firesAndStaysSilentOnTopic(valuesNotChecked, 'ranges')
