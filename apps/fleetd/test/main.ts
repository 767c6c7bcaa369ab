/** Runs the fleet server on the folder that is named, for the test. */
import { runFleetd } from '../src/index.ts'

const ports = { consolePort: 0, devicePort: 0, enrolPort: 0 }
await runFleetd({ data: process.argv[2] ?? '', hostnames: ['127.0.0.1'], ...ports })
