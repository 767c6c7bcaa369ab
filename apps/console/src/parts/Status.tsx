import type { DeviceSummary } from '@pericard/protocol/operator-api'
import type { ReactElement } from 'react'
import { Verdict } from './Marks.tsx'

const kinds = { enrolled: 'good', registered: 'warn', revoked: 'bad', stolen: 'bad' } as const

export function DeviceStatus({ status }: { readonly status: DeviceSummary['status'] }): ReactElement {
  return <Verdict kind={kinds[status]}>{status}</Verdict>
}
