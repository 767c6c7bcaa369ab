import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { xmlExternalEntities } from './xml-external-entities.ts'

firesAndStaysSilentOnTopic(xmlExternalEntities, 'xml')
