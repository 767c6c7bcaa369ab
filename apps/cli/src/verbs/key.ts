import { type Clock, systemClock } from '@pericard/base'
import { type Command, Argument } from 'commander'
import { withShareOptions } from '../device-shares.ts'
import { type PieceOptions, recover, type RecoverOptions, showEscrow, takePiece } from '../key/escrow.ts'
import { list } from '../key/list.ts'
import { makeOfficer } from '../key/officer.ts'
import {
  addApproval,
  giveOrder,
  type Ordered,
  orderedThings,
  type OrderOptions,
  type RotateOptions,
  writeOrder,
} from '../key/orders.ts'
import { revoke, rotateShare } from '../key/revoke.ts'

/** `pericard key …`: exit 0 done, 1 refused, 2 unusable input. */
export function registerKey(program: Command, clock: Clock = systemClock): void {
  const key = program.command('key').description('list, rotate, revoke and recover the keys of a device')
  withShareOptions(
    key
      .command('list')
      .description('say which keys a device has, where each is rooted, and how old it is; never a key itself')
      .requiredOption('--data <dir>', 'data folder of the guard'),
  )
    .option('--json', 'print as JSON')
    .addHelpText('after', example('list --data /var/lib/pericard --tpm /dev/tpmrm0'))
    .action(list)
  addOrders(key, clock)
  addEscrow(key)
  addFleet(key)
}

function example(line: string): string {
  return `\nExample:\n  $ pericard key ${line}`
}

function addOrders(key: Command, clock: Clock): void {
  key
    .command('officer')
    .description('make the keys of an officer, and print the line for the device file')
    .argument('<name>', 'short name of the person')
    .requiredOption('--role <role>', 'role of the device file')
    .requiredOption('--out <pem>', 'file for the private keys; it must not exist')
    .requiredOption('--passphrase-file <file>', 'passphrase that they are encrypted with')
    .addHelpText('after', example('officer ada --role key-officer --out ada.pem --passphrase-file pass'))
    .action(makeOfficer)
  const what =
    'root: of the records; log: of the sealed log; identity: key and certificate; officers: those of the device file'
  key
    .command('order')
    .description('write an order that officers of the device file approve one after the other')
    .addArgument(new Argument('<what>', what).choices([...orderedThings]))
    .requiredOption('--device <id>', 'the device, as the fleet names it: aurea-lvp:P-0001')
    .requiredOption('--out <file>', 'order to write; it must not exist')
    .option('--device-file <file>', 'for officers: the device file that declares them')
    .addHelpText('after', example('order root --device aurea-lvp:P-0001 --out order.json'))
    .action((ordered: Ordered, options: OrderOptions) => writeOrder(ordered, options, clock))
  key
    .command('approve')
    .description('add your approval to an order; your key stays where it is')
    .argument('<file>', 'the order')
    .requiredOption('--by <name>', 'your name in "vault.officers" of the device file')
    .requiredOption('--key <pem>', 'your Ed25519 private key')
    .option('--passphrase-file <file>', 'its passphrase, where it is encrypted')
    .addHelpText('after', example('approve order.json --by ada --key ada.pem --passphrase-file pass'))
    .action(addApproval)
  key
    .command('rotate')
    .description('have the running guard do what was ordered; nothing stops meanwhile')
    .addArgument(
      new Argument('[what]', 'root, log or identity, where no approvals are needed').choices([
        'root',
        'log',
        'identity',
      ]),
    )
    .requiredOption('--data <dir>', 'data folder of the guard')
    .option('--order <file>', 'an order with its approvals')
    .option('--device <id>', 'the device, where no order is given')
    .addHelpText('after', example('rotate --order order.json --data /var/lib/pericard'))
    .action((ordered: Ordered | undefined, options: RotateOptions) => giveOrder(ordered, options, clock))
}

function addEscrow(key: Command): void {
  key
    .command('escrow')
    .description('say who holds pieces of the escrow, and copy it; it opens nothing without them')
    .option('--data <dir>', 'data folder of the guard')
    .option('--escrow <file>', 'a copy of it instead')
    .option('--out <file>', 'where to copy it; it must not exist')
    .addHelpText('after', example('escrow --data /var/lib/pericard --out escrow.json'))
    .action(showEscrow)
  key
    .command('piece')
    .description('open your piece of an escrow, for whoever recovers the records')
    .option('--data <dir>', 'data folder of the guard')
    .option('--escrow <file>', 'a copy of the escrow instead')
    .requiredOption('--by <name>', 'your name in "vault.officers"')
    .requiredOption('--key <pem>', 'your X25519 private key')
    .option('--passphrase-file <file>', 'its passphrase, where it is encrypted')
    .requiredOption('--out <file>', 'where the piece goes; it must not exist')
    .addHelpText('after', example('piece --escrow escrow.json --by ada --key ada.pem --out ada.piece'))
    .action((options: PieceOptions) => takePiece(options))
  key
    .command('recover')
    .description('write the records of a device whose shares are lost, readable')
    .requiredOption('--data <dir>', 'data folder of the device, or a copy')
    .requiredOption('--piece <file...>', 'pieces that officers opened')
    .option('--escrow <file>', 'a copy of the escrow, where the store has none')
    .requiredOption('--out <file>', 'JSON lines to write; it must not exist')
    .addHelpText(
      'after',
      example('recover --data /mnt/device --piece ada.piece bert.piece --out records.jsonl'),
    )
    .action((options: RecoverOptions) => recover(options))
}

function addFleet(key: Command): void {
  const withFleet = (command: Command): Command =>
    command
      .argument('<device>', 'the device, as the fleet names it')
      .requiredOption('--sign-in <link>', 'one-time link of an operator, as `pericard fleet` prints it')
      .requiredOption('--fleet-root <pem>', "the fleet's own root certificate")
  withFleet(
    key.command('rotate-share').description("have another share take the place of the fleet's"),
  ).action(rotateShare)
  withFleet(
    key.command('revoke').description("withdraw a device's identity and the fleet's share of its key"),
  )
    .option('--stolen', 'report it stolen')
    .action(revoke)
}
