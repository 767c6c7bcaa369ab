import { firesAndStaysSilentOnTopic } from '../../../test/topics.ts'
import { ldapInjection } from './ldap-injection.ts'

firesAndStaysSilentOnTopic(ldapInjection, 'ldap')
