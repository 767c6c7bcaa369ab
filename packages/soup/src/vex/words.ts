/** How three standards say the same: OpenVEX 0.2.0, CSAF 2.0 and 2.1, CycloneDX 1.4 to 1.7. */
import type { Justification } from '../decisions/types.ts'
import type { VexStatus } from './types.ts'

/** CycloneDX 1.6, `impactAnalysisState`. */
const fromState: Readonly<Record<string, VexStatus>> = {
  not_affected: 'not_affected',
  false_positive: 'not_affected',
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
}

export function statusOfState(state: unknown): VexStatus | undefined {
  return typeof state === 'string' && Object.hasOwn(fromState, state) ? fromState[state] : undefined
}

export const stateOfStatus: Readonly<Record<VexStatus, string>> = {
  not_affected: 'not_affected',
  fixed: 'resolved',
  affected: 'exploitable',
  under_investigation: 'in_triage',
}

/** CycloneDX has nine justifications; each says one of the five of the others. */
const fromCycloneDx: Readonly<Record<string, Justification>> = {
  code_not_present: 'vulnerable_code_not_present',
  code_not_reachable: 'vulnerable_code_not_in_execute_path',
  requires_configuration: 'vulnerable_code_not_in_execute_path',
  requires_dependency: 'component_not_present',
  requires_environment: 'vulnerable_code_cannot_be_controlled_by_adversary',
  protected_by_compiler: 'inline_mitigations_already_exist',
  protected_at_runtime: 'inline_mitigations_already_exist',
  protected_at_perimeter: 'vulnerable_code_cannot_be_controlled_by_adversary',
  protected_by_mitigating_control: 'inline_mitigations_already_exist',
}

export function justificationOfCycloneDx(word: unknown): Justification | undefined {
  return typeof word === 'string' && Object.hasOwn(fromCycloneDx, word) ? fromCycloneDx[word] : undefined
}

export const cycloneDxJustification: Readonly<Record<Justification, string>> = {
  component_not_present: 'requires_dependency',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'requires_environment',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
}
