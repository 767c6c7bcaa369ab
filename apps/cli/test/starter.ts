/** A device of one store that an EHR writes to; `authentication` is all that stands in the way. */
export function starterFile({ authentication }: { readonly authentication: string }): string {
  return `pericard: 1
device:
  id: monitor
  name: Monitor
  manufacturer: Test
  udi-di: "00000000000000"
  version: "1.0"
  intended-use: tests
  class: B
  fleet-size: 10
hosts:
  - { id: board, name: Board, case-by: [badge], memory-by: [pin], boot-by: [pin], power: battery, key-storage: tpm }
components:
  - { id: store, name: Store, kind: store, class: B, zone: device, host: board, purpose: keeps readings }
  - id: ehr
    name: EHR
    kind: external
    external: true
    zone: hospital
    host: hospital
    protected-by: [badge, pin]
    purpose: sends orders
data:
  - { id: readings, kind: phi, why: care, keep: 72h, at: [store], records: 1, elements: [name] }
interfaces:
  - id: orders
    from: ehr
    to: store
    protocol: https
    version: "1.1"
    port: 443/tcp
    direction: one-way
    reach: ward-network
    authentication: ${authentication}
    verified-at: store
    credential-life: 90 days
    session: ends after 15 minutes
    on-error: closes
    carries: [readings]
    protection: [badge, pin]
    validation: [badge]
    flood-by: [pin]
    use: clinical
controls:
  - { id: badge, title: Badge, kind: authentication, enforcement: { by: mechanism, mechanism: reader }, probes: [tls-downgrade] }
  - { id: pin, title: PIN, kind: authentication, enforcement: { by: mechanism, mechanism: keypad }, probes: [tls-downgrade] }
`
}
