import type { Analysis } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'
import { globalView } from './global.ts'
import { multiPatientView } from './multi-patient.ts'
import { updateView } from './update.ts'
import { useCaseView } from './use-cases.ts'
import type { View, ViewId } from './view.ts'

export const viewIds: readonly ViewId[] = ['global', 'multi-patient', 'update', 'use-cases']

/**
 * Draws the architecture views that are asked for. The analysis says what a shared key, server or update brings within
 * reach; the other views rest on the file alone.
 */
export async function viewsOf(
  file: DeviceFile,
  analysis: Analysis,
  wanted: readonly ViewId[] = viewIds,
): Promise<View[]> {
  const views: View[] = []
  for (const id of viewIds) if (wanted.includes(id)) views.push(await viewOf(id, file, analysis))
  return views
}

async function viewOf(id: ViewId, file: DeviceFile, analysis: Analysis): Promise<View> {
  switch (id) {
    case 'global':
      return globalView(file)
    case 'multi-patient':
      return multiPatientView(file, analysis)
    case 'update':
      return updateView(file)
    case 'use-cases':
      return useCaseView(file)
  }
}
