import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { archiveExtraction } from './archive-extraction.ts'

firesAndStaysSilentOnTopic(archiveExtraction, 'archives')
