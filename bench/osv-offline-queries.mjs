/** Asks osv-offline-db for each name of a list, and wants some of them to be known. */
import { readFileSync } from 'node:fs'

const [, , home, names] = process.argv
const { OsvOfflineDb } = await import(`${home}/dist/index.js`)
const database = OsvOfflineDb.create()
let found = 0
for (const name of JSON.parse(readFileSync(names, 'utf8'))) {
  found += (await database.query('npm', name)).length
}
database[Symbol.dispose]()
if (found === 0) process.exitCode = 1
