import { assert } from '@pericard/base'
import type { AdvisoryIndex } from './advisory-index.ts'
import type { SbomComponent } from './sbom/types.ts'
import { classify, type ComponentResult } from './scan.ts'

/** Results that are kept; the products of one maker have far fewer different components. */
const resultsMax = 1_000_000
/** Components with one purl (or one name, where there is none) that are told apart. */
const likeMax = 16

/**
 * What was found of components in SBOMs before this one, by all that matching looks at: container images share three
 * quarters of their components. It is of one index, which must not change meanwhile.
 */
export class SharedResults {
  private readonly index: AdvisoryIndex
  private readonly known = new Map<string, ComponentResult[]>()
  private count = 0

  constructor(index: AdvisoryIndex) {
    this.index = index
  }

  /** The result of a component, worked out or taken from an equal one. */
  resultOf(component: SbomComponent, index: AdvisoryIndex): ComponentResult {
    assert(index === this.index, 'results of another index were handed to a scan')
    // What a maker says of its own build is about this component only.
    if (component.fixes !== undefined || component.maker !== undefined) return classify(component, index)
    const key = component.purl ?? component.name
    const like = this.known.get(key)
    const before = like?.find((each) => isSame(each.component, component))
    if (before !== undefined) return sameFor(component, before)
    const result = classify(component, index)
    if (like === undefined || like.length < likeMax) this.keep(key, like, result)
    return result
  }

  private keep(key: string, like: ComponentResult[] | undefined, result: ComponentResult): void {
    if (this.count >= resultsMax) {
      this.known.clear()
      this.count = 0
    }
    this.count++
    if (like === undefined) this.known.set(key, [result])
    else like.push(result)
  }
}

/** Written out, since there are hundreds of thousands of them: spreading takes three times as long. */
function sameFor(component: SbomComponent, result: ComponentResult): ComponentResult {
  return {
    component,
    class: result.class,
    because: result.because,
    matches: result.matches,
    hints: result.hints,
    settled: result.settled,
    undecided: result.undecided,
  }
}

function isSame(a: SbomComponent, b: SbomComponent): boolean {
  return a.purl === b.purl && a.name === b.name && a.version === b.version && sameTexts(a.cpes, b.cpes)
}

function sameTexts(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index])
}
