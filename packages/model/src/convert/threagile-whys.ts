/** Why statements of a Threagile model are not carried over. */
export const threagileWhys = {
  drawing: 'It is about the drawing; Pericard draws its own',
  rating: 'A rating by class; `policy` demands a depth for each goal instead',
  tag: 'Free words; a device file has none',
} as const
