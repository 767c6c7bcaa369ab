/** The transport for a character device, on a real one: a terminal in raw mode with an emulator behind it. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { DeviceTransport } from '../src/adapters/device.ts'
import { readClock, sealToPcrs, Tpm, unsealFromPcrs } from '../src/index.ts'
import { startSwtpm, type Swtpm, swtpmMissing } from './swtpm.ts'

const python = '/usr/bin/python3'
const skip =
  swtpmMissing ||
  (existsSync(python) || process.env['CI'] === 'true' ? false : 'python3 is missing: apt-get install python3')

/** Hands bytes on between a new terminal, whose path it prints, and what `peer` says: a socket, or how to misbehave. */
const bridge = `
import os, pty, select, socket, sys, tty
ours, theirs = pty.openpty()
tty.setraw(theirs)
print(os.ttyname(theirs), flush=True)
peer = sys.argv[1]
if peer in ('silent', 'garbage'):
    while True:
        os.read(ours, 4096)
        if peer == 'garbage': os.write(ours, bytes(range(20)))
link = socket.socket(socket.AF_UNIX)
link.connect(peer)
while True:
    for ready in select.select([ours, link], [], [])[0]:
        data = os.read(ours, 4096) if ready is ours else link.recv(4096)
        if not data: sys.exit()
        if ready is ours: link.sendall(data)
        else: os.write(ours, data)
`

const children: ChildProcess[] = []
const emulators: Swtpm[] = []
test.after(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const each of emulators) await each.remove()
})

async function terminal(peer: string): Promise<string> {
  const child = spawn(python, ['-c', bridge, peer], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [path] = (await once(child.stdout, 'data')) as [Buffer]
  return path.toString().trim()
}

test('a TPM behind a character device seals and unseals', { skip }, async () => {
  const swtpm = await startSwtpm()
  emulators.push(swtpm)
  const tpm = new Tpm(await DeviceTransport.open(await terminal(swtpm.path)))
  const secret = new Uint8Array(32).fill(7)
  const blob = await sealToPcrs(tpm, { secret: secret.slice(), pcrs: [0] })
  assert.deepEqual(await unsealFromPcrs(tpm, blob), secret)
  const [first, second] = await Promise.all([readClock(tpm), readClock(tpm)])
  assert.ok(second.clock >= first.clock, 'commands wait for each other')
  await tpm.close()
})

test('a device that answers garbage is given up, and stays so', { skip }, async () => {
  const tpm = new Tpm(await DeviceTransport.open(await terminal('garbage')))
  await assert.rejects(readClock(tpm), { code: 'TPM_RESPONSE_MALFORMED' })
  await tpm.close()
})

test('a device that never answers is given up in time, and stays so', { skip }, async () => {
  const tpm = new Tpm(await DeviceTransport.open(await terminal('silent'), { wait: 200 }))
  await assert.rejects(readClock(tpm), { code: 'TPM_TIMEOUT' })
  await assert.rejects(readClock(tpm), { code: 'TPM_TIMEOUT' })
  children.at(-1)?.kill('SIGKILL')
  await tpm.close()
})
