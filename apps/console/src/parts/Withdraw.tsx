import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState, type ReactElement } from 'react'
import { ApiError, withdraw } from '../state/api.ts'

const kinds = {
  revoke: {
    button: 'Revoke',
    title: 'Revoke this device',
    text: 'Its certificate stops working at once and it gets no more key shares. Its critical function goes on.',
  },
  stolen: {
    button: 'Report stolen',
    title: 'Report this device stolen',
    text: 'It is cut off and its half of the unlock key is never released again: what it stores stays sealed for good.',
  },
} as const

/** Asks for the serial to be typed: neither can be undone, and the wrong device would be a live pump. */
export function Withdraw({ id, onDone }: { readonly id: string; readonly onDone: () => void }): ReactElement {
  const [how, setHow] = useState<keyof typeof kinds>('revoke')
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState('')
  const serial = id.slice(id.lastIndexOf(':') + 1)
  const ask = (kind: keyof typeof kinds): void => {
    setHow(kind)
    setTyped('')
    setProblem('')
    setOpen(true)
  }
  const send = async (): Promise<void> => {
    try {
      await withdraw(id, how)
      setOpen(false)
      onDone()
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : String(error))
    }
  }
  return (
    <Group gap="xs">
      {(['revoke', 'stolen'] as const).map((kind) => (
        <Button key={kind} size="compact-sm" variant="default" onClick={() => ask(kind)}>
          {kinds[kind].button}
        </Button>
      ))}
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={kinds[how].title}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (typed === serial) void send()
          }}
        >
          <Stack>
            <Text size="sm">{kinds[how].text} This can not be undone.</Text>
            <TextInput
              data-autofocus
              label={`Type the serial number ${serial} to confirm`}
              value={typed}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
              autoComplete="off"
            />
            {problem !== '' && (
              <Alert color="red" role="alert">
                {problem}
              </Alert>
            )}
            <Button type="submit" color="red.8" disabled={typed !== serial}>
              {kinds[how].button} {serial}
            </Button>
          </Stack>
        </form>
      </Modal>
    </Group>
  )
}
