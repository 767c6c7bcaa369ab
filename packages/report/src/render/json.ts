import type { RegisterDocument } from '../registers/document.ts'
import type { RegisterId } from '../registers/sheet.ts'

/** The registers that are asked for as JSON, with what says which device, level and assumptions they hold for. */
export function renderJson(document: RegisterDocument, wanted: readonly RegisterId[]): string {
  const { breach, functions, intersection, residual, findings, cvss, ...head } = document
  const parts: Readonly<Record<RegisterId, object>> = {
    breach: { breach },
    function: { functions },
    intersection: { intersection },
    residual: { residual },
    findings: { findings },
    cvss: { cvss },
  }
  const body = Object.assign({}, head, ...wanted.map((id) => parts[id])) as object
  return `${JSON.stringify(body, undefined, 2)}\n`
}
