/** Products that are spoken of under several names, and those whose versions have an order of their own. */

/** CPE names of products that projects report under their own name, without a CPE. */
const cpeOfProject: Readonly<Record<string, readonly string[]>> = {
  'openssl/openssl': ['openssl:openssl'],
  'linux/linux': ['linux:linux_kernel'],
  'curl/curl': ['haxx:curl', 'haxx:libcurl'],
}

/** CPE `vendor:product` of a vendor and product of a CVE record, where it is known for certain. */
export function cpesOfProject(vendor: string, product: string): readonly string[] {
  const key = `${vendor}/${product}`.toLowerCase()
  return Object.hasOwn(cpeOfProject, key) ? (cpeOfProject[key] ?? []) : []
}

const orders: Readonly<Record<string, string>> = {
  'linux:linux_kernel': 'Linux',
  'openssl:openssl': 'OpenSSL',
}

/** The version order of a CPE product. */
export function orderOfProduct(key: string): string {
  return Object.hasOwn(orders, key) ? (orders[key] ?? 'generic') : 'generic'
}
