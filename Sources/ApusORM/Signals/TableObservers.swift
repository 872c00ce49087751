import Synchronization

/// The receivers that are connected to a table's signals, and the hooks of its model.
final class TableObservers: Sendable {
    private struct State {
        var receivers: [(id: Int, receiver: any Sendable)] = []
        var nextID = 0
    }

    private let state = Mutex(State())
    private let count: Atomic<Int>
    private let hasHooks: Bool

    init(hasHooks: Bool) {
        self.hasHooks = hasHooks
        count = Atomic(hasHooks ? 1 : 0)
    }

    /// Whether somebody hears of changes: while nobody does, a change costs one load more.
    @inline(__always)
    var isAny: Bool { count.load(ordering: .relaxed) > 0 }

    func add<Element: Model>(_ receiver: Receiver<Element>) -> SignalConnection {
        let id = state.withLock { state in
            state.nextID += 1
            state.receivers.append((state.nextID, receiver))
            return state.nextID
        }
        count.wrappingAdd(1, ordering: .relaxed)
        return SignalConnection { [self] in
            let isGone = state.withLock { state in
                let before = state.receivers.count
                state.receivers.removeAll { $0.id == id }
                return state.receivers.count < before
            }
            if isGone { count.wrappingSubtract(1, ordering: .relaxed) }
        }
    }

    private func receivers<Element: Model>(_: Element.Type) -> [Receiver<Element>] {
        state.withLock(\.receivers).compactMap { $0.receiver as? Receiver<Element> }
    }

    /// Writes a row with all who hear of it, in a transaction. A row is new where it has no key, or
    /// where none with its key is there.
    func save<Element: Model>(
        _ row: inout Element, _ write: (inout Element) throws -> Void
    ) throws {
        let receivers = receivers(Element.self)
        var copy = row
        try Database.current.transaction {
            let isNew = try !copy.id.isSaved || !Element.query.keyed(copy.id).exists()
            if hasHooks, var hooked = copy as? any ModelHooks {
                try hooked.willSave(isNew: isNew)
                if let changed = hooked as? Element { copy = changed }
            }
            for case .willSave(let receiver) in receivers { try receiver(&copy, isNew) }
            try write(&copy)
            if hasHooks { try (copy as? any ModelHooks)?.didSave(isNew: isNew) }
            for case .didSave(let receiver) in receivers { try receiver(copy, isNew) }
        }
        row = copy
    }

    /// Tells that a row goes.
    func willDelete<Element: Model>(_ row: Element) throws {
        if hasHooks { try (row as? any ModelHooks)?.willDelete() }
        for case .willDelete(let receiver) in receivers(Element.self) { try receiver(row) }
    }

    /// Tells that a row went.
    func didDelete<Element: Model>(_ row: Element) throws {
        if hasHooks { try (row as? any ModelHooks)?.didDelete() }
        for case .didDelete(let receiver) in receivers(Element.self) { try receiver(row) }
    }

    /// Tells of a change of pairs.
    func manyChanged<Element: Model>(_: Element.Type, _ change: ManyChange) throws {
        for case .manyChanged(let receiver) in receivers(Element.self) { try receiver(change) }
    }
}

extension Table {
    /// Whether somebody hears of the changes of rows.
    var isObserved: Bool { observers.isAny }
}
