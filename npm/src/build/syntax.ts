/**
 * Looks into a JavaScript syntax tree: the nodes below a node, the names it uses, the names it declares.
 *
 * Called by the transform of the glue and by the check of the finished package.
 *
 * 1. A property's name (`a.name`, `{ name: … }`) is not a use of that name, unless it is computed.
 * 2. Scopes are not told apart: a local variable counts as a use of a global one of the same name. That errs on the side of keeping code.
 */
import type { AnyNode, Pattern } from 'acorn'

/** Yields a node and every node below it. */
export function* nodesIn(node: AnyNode): Generator<AnyNode> {
  yield node
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* nodesIn(child)
    }
  }
}

/** Returns the names that are used or declared at or below a node. */
export function identifiersIn(node: AnyNode): Set<string> {
  const names = new Set<string>()
  const labels = new Set<AnyNode>()
  for (const found of nodesIn(node)) {
    if (found.type === 'MemberExpression' && !found.computed) labels.add(found.property)
    if (found.type === 'Property' && !found.computed && !found.shorthand) labels.add(found.key)
    if ((found.type === 'MethodDefinition' || found.type === 'PropertyDefinition') && !found.computed) labels.add(found.key)
    if (found.type === 'Identifier' && !labels.has(found)) names.add(found.name)
  }
  return names
}

/** Returns the names that a declaration introduces. */
export function declaredNames(node: AnyNode): string[] {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return node.id === null ? [] : [node.id.name]
    case 'VariableDeclaration':
      return node.declarations.flatMap((declaration) => patternNames(declaration.id))
    default:
      return []
  }
}

function patternNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => patternNames(property.type === 'Property' ? property.value : property.argument))
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : patternNames(element)))
    case 'RestElement':
      return patternNames(pattern.argument)
    case 'AssignmentPattern':
      return patternNames(pattern.left)
    case 'MemberExpression':
      return []
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
