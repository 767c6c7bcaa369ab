import type { Rule } from '../../rule.ts'
import { defaultCredential } from './default-credential.ts'
import { sharedAccount } from './shared-account.ts'
import { sharedKeyAcrossDevices } from './shared-key-across-devices.ts'

export const identityRules: readonly Rule[] = [defaultCredential, sharedAccount, sharedKeyAcrossDevices]
