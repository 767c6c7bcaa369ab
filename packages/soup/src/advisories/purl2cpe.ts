import { textOf } from '../untrusted.ts'
import { type AdvisoryFormat, Fault, type Reading, texts } from './reading.ts'

/** A row of the purl2cpe table: which packages a CPE vendor and product are. It is no advisory, but comes with them. */
export const purl2cpe: AdvisoryFormat = {
  name: 'purl2cpe',
  recognises: (record) => 'purls' in record && 'vendor' in record && 'product' in record,
  read: (record): Reading => {
    const [vendor, product] = [textOf(record['vendor']), textOf(record['product'])]
    if (vendor === undefined || product === undefined) throw new Fault('a row needs vendor and product')
    const cpe = `${vendor}:${product}`.toLowerCase()
    return { advisories: [], mappings: texts(record['purls'], 'purls').map((purl) => ({ purl, cpe })) }
  },
}
