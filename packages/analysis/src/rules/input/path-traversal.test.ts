import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { pathTraversal } from './path-traversal.ts'

firesAndStaysSilentOnTopic(pathTraversal, 'file-paths')
