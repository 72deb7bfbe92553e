/** Refuses an old Node in one sentence. Kept to old syntax, so that an old Node can read it. */

var OLDEST = [20, 19]

export function requireNode() {
  var parts = process.versions.node.split('.').map(Number)
  if (parts[0] > OLDEST[0] || (parts[0] === OLDEST[0] && parts[1] >= OLDEST[1])) return
  console.error('Parley needs Node ' + OLDEST.join('.') + ' or newer, and this is Node ' + process.versions.node + '.')
  process.exit(1)
}
