/// A site's middleware in order, and for each hook the places of those that have it.
struct MiddlewareList: Sendable {
    private let all: [any Middleware]
    let before: [Int]
    let beforeView: [Int]
    let after: [Int]
    let recover: [Int]

    init(_ all: [any Middleware]) {
        self.all = all
        func places(_ hook: MiddlewareHooks) -> [Int] {
            all.indices.filter { all[$0].hooks.contains(hook) }
        }
        before = places(.before)
        beforeView = places(.beforeView)
        after = places(.after)
        recover = places(.recover)
    }

    var count: Int { all.count }

    /// Calls `body` with all of them where they are: one taken out of the array would be copied, with
    /// all that it holds, for every hook of every request.
    @inline(__always)
    func withAll<Result>(
        _ body: (UnsafeBufferPointer<any Middleware>) throws -> Result
    ) rethrows -> Result {
        try all.withUnsafeBufferPointer(body)
    }
}
