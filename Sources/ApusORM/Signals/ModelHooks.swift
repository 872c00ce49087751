/// What a model does when its rows are saved and deleted. Conform a model to it and write the
/// methods that it needs; a model that doesn't conform pays nothing.
///
///     extension Article: ModelHooks {
///         mutating func willSave(isNew: Bool) throws { slug = title.slug }
///     }
///
/// They are called by `save`, `create`, `getOrCreate`, `updateOrCreate` and `delete`, in the
/// transaction that writes: an error takes it all back. `update`, `bulkCreate` and their like write
/// rows without reading them and call nothing.
public protocol ModelHooks: Model {
    /// Called before the row is written; may change it.
    mutating func willSave(isNew: Bool) throws
    /// Called when the row is written.
    func didSave(isNew: Bool) throws
    /// Called before the row and those that go with it are deleted.
    func willDelete() throws
    /// Called when the row is deleted.
    func didDelete() throws
}

extension ModelHooks {
    /// Does nothing.
    public mutating func willSave(isNew: Bool) throws {}
    /// Does nothing.
    public func didSave(isNew: Bool) throws {}
    /// Does nothing.
    public func willDelete() throws {}
    /// Does nothing.
    public func didDelete() throws {}
}
