import { type Command, InvalidArgumentError } from 'commander'
import { supportMinutesMax } from '@pericard/guard'
import {
  approveRequest,
  closeSession,
  openSession,
  requestGrant,
  revokeSession,
  runCommand,
  whyLocked,
} from '../support/session.ts'

/** `pericard support …`: exit 0 done, 1 refused, 2 unusable input. */
export function registerSupport(program: Command): void {
  const support = program
    .command('support')
    .description('look at a device for a while: with a grant, for a reason, and logged')
  withKey(
    support
      .command('request')
      .description('have the guard draw a challenge, and write what officers are to approve'),
  )
    .requiredOption('--data <dir>', 'data folder of the guard')
    .requiredOption('--technician <name>', 'who will look')
    .requiredOption('--role <role>', 'role of the technician in the device file')
    .requiredOption('--capability <id>', 'of "diagnostics" in the device file')
    .requiredOption('--purpose <text>', 'why; name no patient')
    .option('--command <name>', 'command that the session may run; repeatable', collect, [])
    .option('--open <interface>', 'dormant interface that is open meanwhile; repeatable', collect, [])
    .option('--minutes <n>', 'longest running time of the session', minutes, 30)
    .requiredOption('--out <file>', 'request to write; it must not exist')
    .addHelpText(
      'after',
      example(
        'request --data /var/lib/pericard --technician tess --role service-technician --key tess.pem --capability workshop-diagnosis --purpose "complaint 4711" --command status --command events --out grant.json',
      ),
    )
    .action(requestGrant)
  withKey(
    support.command('approve').description('add your approval to a request; your key stays where it is'),
  )
    .argument('<file>', 'the request')
    .requiredOption('--by <name>', 'your name in "vault.officers" of the device file')
    .addHelpText('after', example('approve grant.json --by ada --key ada.pem --passphrase-file pass'))
    .action(approveRequest)
  support
    .command('locked')
    .description('say why the vault of a running guard does not open; needs no grant, says nothing else')
    .requiredOption('--data <dir>', 'data folder of the guard')
    .option('--json', "print the guard's answer as JSON")
    .addHelpText('after', example('locked --data /var/lib/pericard'))
    .action(whyLocked)
  addSession(support)
}

function addSession(support: Command): void {
  onDevice(support.command('open').description('open the session of an approved grant'))
    .argument('<file>', 'the grant')
    .addHelpText('after', example('open grant.json --data /var/lib/pericard --key tess.pem'))
    .action(openSession)
  onDevice(support.command('run').description('run one command of the open session; it only reads'))
    .argument('<command>', 'status, storage, events or log-check')
    .requiredOption('--grant <file>', 'the grant')
    .addHelpText('after', example('run status --grant grant.json --data /var/lib/pericard --key tess.pem'))
    .action(runCommand)
  onDevice(support.command('close').description('end the session before its time'))
    .requiredOption('--grant <file>', 'the grant')
    .addHelpText('after', example('close --grant grant.json --data /var/lib/pericard --key tess.pem'))
    .action(closeSession)
  onDevice(support.command('revoke').description('end a session as an officer, or void a grant that waits'))
    .argument('<file>', 'the grant')
    .requiredOption('--by <name>', 'your name in "vault.officers" of the device file')
    .addHelpText('after', example('revoke grant.json --by ada --data /var/lib/pericard --key ada.pem'))
    .action(revokeSession)
}

function onDevice(command: Command): Command {
  return withKey(command)
    .requiredOption('--data <dir>', 'data folder of the guard')
    .option('--json', "print the guard's answer as JSON")
}

function withKey(command: Command): Command {
  return command
    .requiredOption('--key <pem>', 'your Ed25519 private key')
    .option('--passphrase-file <file>', 'its passphrase, where it is encrypted')
}

function example(line: string): string {
  return `\nExit code: 0 done, 1 refused, 2 unusable input.\n\nExample:\n  $ pericard support ${line}`
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value]
}

function minutes(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= supportMinutesMax) return Number(text)
  throw new InvalidArgumentError(`1 to ${supportMinutesMax} minutes were wanted`)
}
