import type { Alarm, CriticalFunction } from '@pericard/model'
import type { Context } from '../context.ts'

/** How an alarm of a critical function comes to be seen and heard by nobody. */
export function addAlarms(context: Context): void {
  for (const each of context.file.functions) {
    for (const alarm of each.alarms) addAlarm(context, each, alarm)
  }
}

function addAlarm(context: Context, { id }: CriticalFunction, alarm: Alarm): void {
  const { graph } = context
  const masked = graph.fact('masks', id)
  const path = `functions.${id}.alarms.${alarm.id}`
  graph.step({
    needs: [graph.fact('controls', alarm.raisedBy)],
    then: masked,
    text: `{actor} keeps ${alarm.raisedBy} from raising ${alarm.id}`,
    because: [`${path}.raised-by`],
  })
  const unseen = alarm.shownAt.map((place) => unseenAt(context, alarm, place))
  graph.step({
    needs: unseen,
    then: masked,
    text: `${alarm.id} is shown nowhere`,
    because: [`${path}.shown-at`],
  })
  // A silence that ends by itself is part of the alarm's design (IEC 60601-1-8, audio paused).
  if (alarm.longestSilence !== undefined) return
  for (const each of alarm.silencedThrough)
    graph.step({
      needs: [graph.fact('talks', each)],
      then: masked,
      text: `{actor} silences ${alarm.id} for good through ${each}`,
      because: [`${path}.silenced-through`],
    })
}

/** An alarm does not reach a place that is taken over, or where every path to it is cut: nothing that protects a message brings it through. */
function unseenAt({ file, graph }: Context, { id, raisedBy, supervised }: Alarm, place: string): number {
  const then = graph.fact('unseen', `${id} at ${place}`)
  graph.step({
    needs: [graph.fact('controls', place)],
    then,
    text: `{actor} keeps ${place} from showing ${id}`,
    because: [`components.${place}`],
  })
  const between = file.interfaces.filter(
    ({ from, to }) => (from === raisedBy && to === place) || (from === place && to === raisedBy),
  )
  // A cut that raises the alarm by itself masks nothing.
  if (supervised !== true && raisedBy !== place && between.length > 0)
    graph.step({
      needs: between.map((each) => graph.fact('reach', each.id)),
      then,
      text: `{actor} cuts ${between.map((each) => each.id).join(' and ')} on which ${place} hears of ${id}`,
      because: between.map((each) => `interfaces.${each.id}.reach`),
    })
  return then
}
