/// Waits until `condition` holds, for things that other tasks bring about; there is no time limit but the test's own.
package func eventually(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}
