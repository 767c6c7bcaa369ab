import type { SoupDecisionRequest, SoupTriageRow } from '@pericard/protocol/operator-api'
import { Alert, Button, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState, type ReactElement } from 'react'
import { ApiError, decide, useMe } from '../state/api.ts'

type Status = SoupDecisionRequest['status']
type Justification = NonNullable<SoupDecisionRequest['justification']>

const statuses: readonly { readonly value: Status; readonly label: string }[] = [
  { value: 'not_affected', label: 'Not affected' },
  { value: 'affected', label: 'Affected' },
  { value: 'fixed', label: 'Fixed in this build' },
  { value: 'under_investigation', label: 'Under investigation' },
]
const reasons: readonly { readonly value: Justification; readonly label: string }[] = [
  { value: 'component_not_present', label: 'The component is not there' },
  { value: 'vulnerable_code_not_present', label: 'The vulnerable code is not there' },
  { value: 'vulnerable_code_not_in_execute_path', label: 'The vulnerable code is never run' },
  {
    value: 'vulnerable_code_cannot_be_controlled_by_adversary',
    label: 'Nobody can steer what reaches the vulnerable code',
  },
  { value: 'inline_mitigations_already_exist', label: 'Something in the build stops it' },
]
const settles: ReadonlySet<Status> = new Set<Status>(['not_affected', 'fixed'])

/** Asks for a decision and sends it in the name of who is signed in. What the fleet refuses is said where it was asked. */
export function DecideDialog({
  row: { release, finding },
  onClose,
  onDone,
}: {
  readonly row: SoupTriageRow
  readonly onClose: () => void
  readonly onDone: () => void
}): ReactElement {
  const me = useMe()
  const [status, setStatus] = useState<Status>('not_affected')
  const [justification, setJustification] = useState<Justification>('vulnerable_code_not_in_execute_path')
  const [texts, setTexts] = useState({ because: '', action: '', until: '', withoutFacts: '' })
  const [problem, setProblem] = useState('')
  const [sending, setSending] = useState(false)
  const set = (key: keyof typeof texts, text: string): void => setTexts((old) => ({ ...old, [key]: text }))
  const unbound = finding.event === undefined && settles.has(status)
  const request: SoupDecisionRequest = {
    ...{ release: release.id, vulnerability: finding.vulnerability, status, because: texts.because.trim() },
    component: finding.purl === '' ? finding.component : finding.purl,
    ...(status === 'not_affected' ? { justification } : {}),
    ...(status === 'affected' ? { action: texts.action.trim() } : {}),
    ...(texts.until === '' ? {} : { until: texts.until }),
    ...(unbound ? { withoutFacts: texts.withoutFacts.trim() } : {}),
  }
  const complete = request.because !== '' && request.action !== '' && request.withoutFacts !== ''
  const send = async (): Promise<void> => {
    setSending(true)
    try {
      await decide(request)
      onDone()
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : String(error))
      setSending(false)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={`Decide ${finding.vulnerability} in ${finding.component} ${finding.version}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (complete && !sending) void send()
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            It holds while the component, its version, its patches and what the device file says of its use
            stay as they are, in this release and the next.
          </Text>
          <NativeSelect
            data-autofocus
            label="Status"
            data={[...statuses]}
            value={status}
            onChange={({ currentTarget }) => setStatus(currentTarget.value as Status)}
          />
          {status === 'not_affected' && (
            <NativeSelect
              label="Justification"
              data={[...reasons]}
              value={justification}
              onChange={({ currentTarget }) => setJustification(currentTarget.value as Justification)}
            />
          )}
          <Textarea
            label="Reason, in your words"
            required
            minRows={2}
            value={texts.because}
            onChange={({ currentTarget }) => set('because', currentTarget.value)}
          />
          {status === 'affected' && (
            <TextInput
              label="What is done about it"
              required
              value={texts.action}
              onChange={({ currentTarget }) => set('action', currentTarget.value)}
            />
          )}
          {unbound && (
            <TextInput
              label="Why it holds in any device"
              description="The device file says nothing of the use of this component, so nothing there would open the decision again."
              required
              value={texts.withoutFacts}
              onChange={({ currentTarget }) => set('withoutFacts', currentTarget.value)}
            />
          )}
          <TextInput
            type="date"
            label="Until"
            description="On this day it is open again. Leave it empty for no end."
            value={texts.until}
            onChange={({ currentTarget }) => set('until', currentTarget.value)}
          />
          {problem !== '' && (
            <Alert color="red" role="alert">
              {problem}
            </Alert>
          )}
          <Button type="submit" color="petrol.7" disabled={!complete || sending}>
            Decide as {me.state === 'ready' ? me.value.name : '…'}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
