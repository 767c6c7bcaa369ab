import type { Rule } from '../../rule.ts'
import { archiveExtraction } from './archive-extraction.ts'
import { argumentInjection } from './argument-injection.ts'
import { bufferOverflow } from './buffer-overflow.ts'
import { codeInjection } from './code-injection.ts'
import { commandInjection } from './command-injection.ts'
import { crossSiteScripting } from './cross-site-scripting.ts'
import { errorBehaviourUndefined } from './error-behaviour-undefined.ts'
import { errorTellsInternals } from './error-tells-internals.ts'
import { faultLeavesState } from './fault-leaves-state.ts'
import { formatString } from './format-string.ts'
import { headerInjection } from './header-injection.ts'
import { inputNotValidated } from './input-not-validated.ts'
import { integerOverflow } from './integer-overflow.ts'
import { interfaceFailsOpen } from './interface-fails-open.ts'
import { ldapInjection } from './ldap-injection.ts'
import { logInjection } from './log-injection.ts'
import { messageSizeUnbounded } from './message-size-unbounded.ts'
import { nullPointer } from './null-pointer.ts'
import { openRedirect } from './open-redirect.ts'
import { parserBeforeAuthentication } from './parser-before-authentication.ts'
import { pathTraversal } from './path-traversal.ts'
import { serverSideRequestForgery } from './server-side-request-forgery.ts'
import { sharedTemporaryFiles } from './shared-temporary-files.ts'
import { slowRegularExpression } from './slow-regular-expression.ts'
import { spreadsheetFormula } from './spreadsheet-formula.ts'
import { sqlInjection } from './sql-injection.ts'
import { templateInjection } from './template-injection.ts'
import { textEncodingConfusion } from './text-encoding-confusion.ts'
import { unboundedNesting } from './unbounded-nesting.ts'
import { unguardedConcurrency } from './unguarded-concurrency.ts'
import { uninitialisedMemory } from './uninitialised-memory.ts'
import { unquotedPath } from './unquoted-path.ts'
import { unrestrictedUpload } from './unrestricted-upload.ts'
import { unsafeDeserialization } from './unsafe-deserialization.ts'
import { unsafeSearchPath } from './unsafe-search-path.ts'
import { useAfterFree } from './use-after-free.ts'
import { valuesNotChecked } from './values-not-checked.ts'
import { xmlExternalEntities } from './xml-external-entities.ts'
import { xpathInjection } from './xpath-injection.ts'

export const inputRules: readonly Rule[] = [
  archiveExtraction,
  argumentInjection,
  bufferOverflow,
  codeInjection,
  commandInjection,
  crossSiteScripting,
  errorBehaviourUndefined,
  errorTellsInternals,
  faultLeavesState,
  formatString,
  headerInjection,
  inputNotValidated,
  integerOverflow,
  interfaceFailsOpen,
  ldapInjection,
  logInjection,
  messageSizeUnbounded,
  nullPointer,
  openRedirect,
  parserBeforeAuthentication,
  pathTraversal,
  serverSideRequestForgery,
  sharedTemporaryFiles,
  slowRegularExpression,
  spreadsheetFormula,
  sqlInjection,
  templateInjection,
  textEncodingConfusion,
  unboundedNesting,
  unguardedConcurrency,
  uninitialisedMemory,
  unquotedPath,
  unrestrictedUpload,
  unsafeDeserialization,
  unsafeSearchPath,
  useAfterFree,
  valuesNotChecked,
  xmlExternalEntities,
  xpathInjection,
]
