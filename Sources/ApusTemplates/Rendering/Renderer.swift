public import ApusValues
internal import Synchronization

/// Writes a template: the output so far, the variables, and what tags remember.
public struct Renderer: ~Copyable {
    /// The UTF-8 written so far.
    var output: OutputBuffer
    /// The engine that the templates come from.
    public let engine: Engine
    /// Hooks and settings, with whether values are escaped here.
    public internal(set) var filterContext: FilterContext
    var scopes: Scopes
    var loops: [LoopState] = []
    /// Loops below this one are out of sight.
    var loopFloor = 0
    /// For each block of the inheritance chain its versions, the template's own first.
    var blocks: [String: [BlockTag]] = [:]
    /// The blocks being rendered, the innermost last.
    var openBlocks: [(name: String, level: Int)] = []
    /// The source of the nodes being rendered.
    var source: TemplateSource
    /// What cycles and the like remember.
    var memory = NodeMemories()
    private var depth = 0

    /// Blocks, includes and parents in each other beyond this: a template that includes itself.
    private static let deepest = 300

    init(template: Template, scopes: Scopes, environment: RenderEnvironment) {
        engine = template.engine
        output = OutputBuffer(capacity: template.source.bytes.count * 2 + 256)
        source = template.source
        self.scopes = scopes
        filterContext = FilterContext(
            autoescape: template.engine.autoescape, environment: environment)
    }

    /// The hooks and settings of this rendering.
    public var environment: RenderEnvironment { filterContext.environment }

    /// Whether values are escaped here.
    public var autoescape: Bool { filterContext.autoescape }

    // MARK: - Nodes

    /// Writes `list`.
    public mutating func render(_ list: NodeList) throws {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw nestedTooDeeply() }
        for reference in list.references {
            do {
                try reference._withUnsafeGuaranteedRef { try $0.render(into: &self) }
            } catch {
                let offset = reference._withUnsafeGuaranteedRef { $0.offset }
                throw Self.located(error, in: list.source, at: offset)
            }
        }
    }

    /// What `body` writes, taken out of the output again.
    public mutating func capture(
        _ body: (inout Renderer) throws -> Void
    ) rethrows -> [UInt8] {
        let start = output.count
        defer { output.truncate(to: start) }
        try body(&self)
        return output.bytes(from: start)
    }

    /// Runs `body` with a scope of its own for the variables it sets.
    public mutating func withScope(
        isolated: Bool = false, _ body: (inout Renderer) throws -> Void
    ) rethrows {
        let mark = scopes.push(isolated: isolated)
        let outerLoops = loopFloor
        if isolated { loopFloor = loops.count }
        defer {
            scopes.pop(mark)
            loopFloor = outerLoops
        }
        try body(&self)
    }

    /// Runs `body` with escaping on or off.
    mutating func withAutoescape(
        _ flag: Bool, _ body: (inout Renderer) throws -> Void
    ) rethrows {
        let outer = filterContext.autoescape
        filterContext.autoescape = flag
        defer { filterContext.autoescape = outer }
        try body(&self)
    }

    /// Sets a variable of the innermost scope.
    public mutating func set(_ name: String, to value: DynamicValue) {
        scopes.set(Name(name), value)
    }

    /// The variable called `name`, or nil where there is none.
    public func variable(_ name: String) -> DynamicValue? {
        scopes.value(of: Name(name))
    }

    private static func located(
        _ error: any Error, in source: TemplateSource, at offset: Int
    ) -> TemplateError {
        if let error = error as? TemplateError { return error.located(in: source, at: offset) }
        return TemplateError(.rendering, String(describing: error), underlying: error)
            .located(in: source, at: offset)
    }

    private func nestedTooDeeply() -> TemplateError {
        TemplateError(
            .rendering,
            "Templates, blocks and includes are nested deeper than \(Self.deepest). "
                + "Does a template include or extend itself without an end?")
    }
}

/// Tells one node from all others.
struct NodeKey: Hashable, Sendable {
    private let number: Int
    private static let last = Atomic<Int>(0)

    /// A key that no other node has.
    init() {
        number = Self.last.add(1, ordering: .relaxed).newValue
    }
}

/// What some nodes remember: few, so that a list is searched faster than a table.
struct NodeMemories {
    private var entries: [(key: NodeKey, memory: NodeMemory)] = []

    subscript(key: NodeKey) -> NodeMemory? {
        get {
            for entry in entries where entry.key == key { return entry.memory }
            return nil
        }
        set {
            for index in entries.indices where entries[index].key == key {
                if let newValue {
                    entries[index].memory = newValue
                } else {
                    entries.remove(at: index)
                }
                return
            }
            if let newValue { entries.append((key, newValue)) }
        }
    }
}

/// What a node remembers from one time it is rendered to the next.
enum NodeMemory {
    case position(Int)
    case values([DynamicValue])
    case output([UInt8])
}

/// How far a `for` loop is.
struct LoopState {
    /// From 0.
    var index: Int
    let count: Int
    /// What the `ifchanged` tags in the loop saw last.
    var changes = NodeMemories()

    init(count: Int) {
        index = 0
        self.count = count
    }
}
