import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { spreadsheetFormula } from './spreadsheet-formula.ts'

firesAndStaysSilentOnTopic(spreadsheetFormula, 'spreadsheets')
