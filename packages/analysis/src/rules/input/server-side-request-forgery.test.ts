import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { serverSideRequestForgery } from './server-side-request-forgery.ts'

firesAndStaysSilentOnTopic(serverSideRequestForgery, 'fetched-urls')
