/// What can be heard of a model's rows from elsewhere: `Article.signals`.
///
///     let connection = Article.signals.didSave.connect { article, isNew in
///         if isNew { try Index.add(article) }
///     }
///     connection.disconnect()
///
/// Receivers run in the order in which they were connected, after the model's own hooks before a
/// change and after them, on the thread that writes and in its transaction: an error that one
/// throws takes the change back.
public struct ModelSignals<Element: Model>: Sendable {
    /// Sent before a row is written; a receiver may change it.
    public var willSave: Signal<Element, WillSave> { Signal() }
    /// Sent when a row is written.
    public var didSave: Signal<Element, DidSave> { Signal() }
    /// Sent before a row is deleted.
    public var willDelete: Signal<Element, WillDelete> { Signal() }
    /// Sent when a row is deleted.
    public var didDelete: Signal<Element, DidDelete> { Signal() }
    /// Sent before and after pairs of a many-to-many relation change that the model declares.
    public var manyChanged: Signal<Element, ManyChanged> { Signal() }

    /// Marks the signal before a row is written.
    public enum WillSave {}
    /// Marks the signal after a row is written.
    public enum DidSave {}
    /// Marks the signal before a row is deleted.
    public enum WillDelete {}
    /// Marks the signal after a row is deleted.
    public enum DidDelete {}
    /// Marks the signal of a changed many-to-many relation.
    public enum ManyChanged {}
}

extension Model {
    /// What can be heard of the model's rows.
    public static var signals: ModelSignals<Self> { ModelSignals() }
}

/// One kind of event of a model, to connect receivers to.
public struct Signal<Element: Model, Kind>: Sendable {
    fileprivate func add(_ receiver: Receiver<Element>) -> SignalConnection {
        Element.table.observers.add(receiver)
    }
}

extension Signal where Kind == ModelSignals<Element>.WillSave {
    /// Calls `receiver` with the row, which it may change, and whether it is new.
    @discardableResult
    public func connect(
        _ receiver: @escaping @Sendable (inout Element, _ isNew: Bool) throws -> Void
    ) -> SignalConnection { add(.willSave(receiver)) }
}

extension Signal where Kind == ModelSignals<Element>.DidSave {
    /// Calls `receiver` with the row, and whether it is new.
    @discardableResult
    public func connect(
        _ receiver: @escaping @Sendable (Element, _ isNew: Bool) throws -> Void
    ) -> SignalConnection { add(.didSave(receiver)) }
}

extension Signal where Kind == ModelSignals<Element>.WillDelete {
    /// Calls `receiver` with the row.
    @discardableResult
    public func connect(
        _ receiver: @escaping @Sendable (Element) throws -> Void
    ) -> SignalConnection { add(.willDelete(receiver)) }
}

extension Signal where Kind == ModelSignals<Element>.DidDelete {
    /// Calls `receiver` with the row as it was.
    @discardableResult
    public func connect(
        _ receiver: @escaping @Sendable (Element) throws -> Void
    ) -> SignalConnection { add(.didDelete(receiver)) }
}

extension Signal where Kind == ModelSignals<Element>.ManyChanged {
    /// Calls `receiver` with what changes, before and after it does.
    @discardableResult
    public func connect(
        _ receiver: @escaping @Sendable (ManyChange) throws -> Void
    ) -> SignalConnection { add(.manyChanged(receiver)) }
}

/// A change of the pairs of a many-to-many relation.
public struct ManyChange: Hashable, Sendable {
    /// What happens to the pairs.
    public enum Action: Hashable, Sendable {
        case willAdd, didAdd, willRemove, didRemove, willClear, didClear
    }

    /// What happens, and whether it has.
    public let action: Action
    /// The relation's name in the model that declares it: `authors`.
    public let relation: String
    /// Whether it is changed from the side that doesn't declare it.
    public let isReverse: Bool
    /// The key of the row whose relation is changed.
    public let owner: SQLValue
    /// The keys of the rows that are added or removed; none where all are.
    public let rows: [SQLValue]
}

/// A receiver of a signal, until it is disconnected.
public struct SignalConnection: Sendable {
    let remove: @Sendable () -> Void

    /// Takes the receiver away: it is not called any more.
    public func disconnect() { remove() }
}

/// What a connected receiver wants to hear.
enum Receiver<Element: Model>: Sendable {
    case willSave(@Sendable (inout Element, Bool) throws -> Void)
    case didSave(@Sendable (Element, Bool) throws -> Void)
    case willDelete(@Sendable (Element) throws -> Void)
    case didDelete(@Sendable (Element) throws -> Void)
    case manyChanged(@Sendable (ManyChange) throws -> Void)
}
