/** The parts of Open Threat Model 0.2.0 that are written: https://github.com/iriusrisk/OpenThreatModel */

/** Free texts; the format takes nothing else. */
export type OtmAttributes = Readonly<Record<string, string>>

export interface OtmThreatInstance {
  readonly threat: string
  readonly state: 'exposed' | 'mitigated' | 'accepted'
  readonly mitigations: readonly { readonly mitigation: string; readonly state: OtmControlState }[]
}

/** `enforced`: by the guard or a named mechanism. `declared`: because the file says so. */
export type OtmControlState = 'enforced' | 'declared'

export interface OtmComponent {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly description: string
  readonly parent: { readonly trustZone: string }
  readonly tags: readonly string[]
  readonly assets: { readonly processed: readonly string[]; readonly stored: readonly string[] }
  readonly threats: readonly OtmThreatInstance[]
  readonly attributes: OtmAttributes
}

export interface OtmDataflow {
  readonly id: string
  readonly name: string
  readonly source: string
  readonly destination: string
  readonly bidirectional: boolean
  readonly tags: readonly string[]
  readonly assets: readonly string[]
  readonly threats: readonly OtmThreatInstance[]
  readonly attributes: OtmAttributes
}

export interface OtmThreat {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly categories: readonly string[]
  readonly cwes: readonly string[]
  /** The format has a key for how often something happens. Pericard says how many failures it takes, and leaves it empty. */
  readonly risk: { readonly likelihood: null; readonly impact: number; readonly impactComment: string }
  readonly attributes: OtmAttributes
}

export interface OtmDocument {
  readonly otmVersion: '0.2.0'
  readonly project: {
    readonly id: string
    readonly name: string
    readonly description: string
    readonly owner: string
    readonly attributes: OtmAttributes
  }
  readonly trustZones: readonly {
    readonly id: string
    readonly name: string
    readonly type: string
    readonly risk: { readonly trustRating: number }
  }[]
  readonly components: readonly OtmComponent[]
  readonly dataflows: readonly OtmDataflow[]
  readonly assets: readonly {
    readonly id: string
    readonly name: string
    readonly description?: string
    readonly risk: {
      readonly confidentiality: number
      readonly integrity: number
      readonly availability: number
      readonly comment: string
    }
    readonly attributes: OtmAttributes
  }[]
  readonly threats: readonly OtmThreat[]
  readonly mitigations: readonly {
    readonly id: string
    readonly name: string
    readonly riskReduction: number
    readonly attributes: OtmAttributes
  }[]
}
