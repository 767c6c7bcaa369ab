/** Pieces of a JSON Schema that are tied to a TypeScript type: a key or word missing here does not compile. */

export interface Node {
  readonly json: Readonly<Record<string, unknown>>
  readonly optional?: never
}

export interface OptionalNode {
  readonly json: Readonly<Record<string, unknown>>
  readonly optional: true
}

/** Exactly the keys of a type, each optional here where it is there. */
export type Fields<T> = {
  readonly [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K> ? OptionalNode : Node
}

export const text: Node = { json: { type: 'string' } }
export const flag: Node = { json: { type: 'boolean' } }
export const count: Node = { json: { type: 'integer', minimum: 0 } }

export function described(node: Node, description: string): Node {
  return { json: { description, ...node.json } }
}

export function optional({ json }: Node): OptionalNode {
  return { json, optional: true }
}

export function list(of: Node): Node {
  return { json: { type: 'array', items: of.json } }
}

export function words<T extends string>(all: Readonly<Record<T, true>>): Node {
  return { json: { type: 'string', enum: Object.keys(all) } }
}

export function either(...nodes: readonly Node[]): Node {
  return { json: { anyOf: nodes.map(({ json }) => json) } }
}

/** A map with these keys and no others. */
export function map<T>(fields: Fields<T>): Node {
  const entries = Object.entries<Node | OptionalNode>(fields)
  return {
    json: {
      type: 'object',
      properties: Object.fromEntries(entries.map(([key, { json }]) => [key, json])),
      required: entries.filter(([, node]) => node.optional !== true).map(([key]) => key),
      additionalProperties: false,
    },
  }
}

/** A definition of the schema, by its name. */
export function reference(name: string): Node {
  return { json: { $ref: `#/$defs/${name}` } }
}
