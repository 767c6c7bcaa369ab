export interface StarterOptions {
  /** Id of the device, as in `device.id`. Default `my-device`. */
  readonly id?: string
  /** Default `My device`. */
  readonly name?: string
  /** Default `To be written`. */
  readonly manufacturer?: string
}

/**
 * The device file that `pericard init` writes: small, sound, and with a comment wherever a decision is to be made.
 * An `id` that is none gives a text that the parser refuses, with the place.
 */
export function starterDeviceFile(options: StarterOptions = {}): string {
  const { id = 'my-device', name = 'My device', manufacturer = 'To be written' } = options
  return `# What the device is made of, holds, talks to and must never do.
# Run \`pericard check\` on it after each change; docs/specs/device-file.md describes every key.
pericard: 1

device:
  id: ${JSON.stringify(id)}
  name: ${JSON.stringify(name)}
  manufacturer: ${JSON.stringify(manufacturer)}
  udi-di: "00000000000000"            # the device identifier of your UDI
  version: "0.1.0"                    # in quotes: 1.10 would be a number
  intended-use: To be written, as in the instructions for use
  class: C                            # IEC 62304 safety class; C until the risk analysis says less
  fleet-size: 1
  support-until: 2036-12-31           # until when do you fix vulnerabilities in it?
  disclosure-contact: To be written   # where does a finder report one?
  urgent-patch-days: 60
  regular-patch-days: 90

hosts:
  - id: main-board
    name: Main board
    case-by: [sealed-case]            # what keeps it from being opened while it runs
    memory-by: [closed-debug-port]    # what keeps its working memory from being read
    boot-by: [verified-boot]          # what looks at software before it starts
    power: battery
    key-storage: tpm

components:
  - id: application
    name: Application
    kind: application
    class: C
    zone: device
    host: main-board                  # components of one host share its fate unless isolated
    isolated-by: [application-sandbox]
    storage: { media: internal, encryption: vault }
    purpose: To be written
  - id: hospital-system
    name: Hospital system
    kind: external
    external: true
    zone: hospital
    protected-by: [hospital-operation]
    purpose: Receives the observations

data:
  - id: observations
    kind: phi
    why: To be written; data that nobody needs is not kept
    keep: 24h
    at: [application, hospital-system]
    records: 1                        # data subjects held at once
    elements: [to be written]
    fhir: [Observation]

interfaces:
  - id: observation-export
    from: application
    to: hospital-system
    protocol: fhir-r4
    version: "4.0.1"
    port: 443/tcp
    carries: [observations]
    reach: hospital-network           # from where can it be touched?
    authentication: [mutual-tls]
    verified-at: hospital-system
    credentials: [device-identity]
    credential-life: Certificate of 90 days, revoked by the fleet
    protection: [mutual-tls]
    validation: [strict-schemas]
    flood-by: [request-limits]
    session: One TLS session, at most 12 h
    on-error: Tries again with growing pauses

keys:
  - id: device-share
    kind: share
    scope: device
    at: [application]
    stored-by: operator
    purpose: The device's half of the vault's key
  - id: fleet-share
    kind: share
    scope: device
    at: [application]
    stored-by: fleet
    purpose: The fleet's half of the vault's key
    rotate-days: 365
  - id: device-identity
    kind: private
    scope: device
    at: [application]
    stored-by: vault
    purpose: TLS client key
    rotate-days: 90

controls:
  - id: vault-sealing
    title: Patient data and logs reach the medium only sealed
    kind: encryption
    enforcement: { by: guard, mechanism: vault }
    probes: [phi-in-raw-storage, log-tamper]
  - id: mutual-tls
    title: TLS 1.2 or later, with a client certificate
    kind: authentication
    enforcement: { by: guard, mechanism: link policy }
    probes: [tls-downgrade, device-port-without-certificate]
  - id: strict-schemas
    title: Every message is bounded and checked against a strict schema
    kind: validation
    enforcement: { by: guard, mechanism: message schemas }
    probes: [malformed-input]
  - id: request-limits
    title: Size and rate of requests are bounded
    kind: flood-limit
    enforcement: { by: guard, mechanism: local API limits }
    probes: [malformed-input]
  - id: application-sandbox
    title: The application runs in a sandbox of its own
    kind: isolation
    enforcement: { by: guard, mechanism: bubblewrap sandbox }
  - id: sealed-case
    title: Opening the case stops the device and is seen
    kind: physical
    enforcement: { by: mechanism, mechanism: To be written }
  - id: closed-debug-port
    title: Debug connections are shut for good
    kind: physical
    enforcement: { by: mechanism, mechanism: To be written }
  - id: verified-boot
    title: Only signed software is started
    kind: image-verification
    enforcement: { by: mechanism, mechanism: To be written }
  - id: hospital-operation
    title: The hospital operates and patches its systems
    kind: organisational
    enforcement: { by: procedure }

# Next: functions (what can harm when it is commanded, altered or denied), roles, soup, updates, diagnostics,
# monitoring, logging, backups, stages (who has it in their hands before, between and after use); service and
# debug ports belong into interfaces, shut ones too. docs/specs/device-file-keys.md lists every key.
vault:
  unlock: [device-share, fleet-share]
  sealed-by: vault-sealing

policy:
  phi: { disclosed: 2, altered: 2, lost: 2 }
  function: { commanded: 2, overdriven: 2, altered: 2, denied: 2, masked: 2 }
`
}
