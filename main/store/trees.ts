type Node<Id extends string> = {
  readonly id: Id;
  readonly parentId: Id | null;
  readonly mergedInto: Id | null;
  readonly isDeleted: number;
};

/**
 * The parent of each live node, as a tree. After a merge of two people's work a parent may be deleted or a
 * chain may close on itself, though neither of them did that: a deleted parent passes to what it was merged
 * into, else to its own parent; of the nodes in a circle the one with the smallest id becomes a root.
 */
export const liveParents = <Id extends string>(nodes: readonly Node<Id>[]): ReadonlyMap<Id, Id | null> => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const climb = (start: Id | null): Id | null => {
    const seen = new Set<Id>();
    for (let at = start; at !== null && !seen.has(at); ) {
      seen.add(at);
      const node = byId.get(at);
      if (node === undefined) return null;
      if (node.isDeleted === 0) return at;
      at = node.mergedInto ?? node.parentId;
    }
    return null;
  };
  const parents = new Map<Id, Id | null>();
  for (const node of nodes) if (node.isDeleted === 0) parents.set(node.id, climb(node.parentId));
  for (const id of [...parents.keys()].sort()) {
    const seen = new Set<Id>([id]);
    for (let at = parents.get(id) ?? null; at !== null; at = parents.get(at) ?? null) {
      if (at === id) parents.set(id, null);
      if (seen.has(at)) break;
      seen.add(at);
    }
  }
  return parents;
};
