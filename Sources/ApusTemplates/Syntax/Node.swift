/// A piece of a compiled template.
class Node: @unchecked Sendable {
    // Unchecked because it is not final; every subclass has nothing but constants.

    /// The byte of the template at which it starts.
    let offset: Int

    init(offset: Int) {
        self.offset = offset
    }

    /// Writes what the piece stands for.
    func render(into renderer: inout Renderer) throws {}
}

/// Bytes that are written as they are.
final class TextNode: Node, @unchecked Sendable {
    // Unchecked because of the pointer, whose memory nobody changes.
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    init(_ text: ArraySlice<UInt8>, offset: Int) {
        bytes = .allocate(capacity: text.count)
        _ = bytes.initialize(from: text)
        super.init(offset: offset)
    }

    deinit {
        bytes.deallocate()
    }

    override func render(into renderer: inout Renderer) {
        renderer.output.append(contentsOf: UnsafeBufferPointer(bytes))
    }
}

/// A variable without filters.
final class VariableNode: Node, @unchecked Sendable {
    private let path: VariablePath

    init(_ path: VariablePath, offset: Int) {
        self.path = path
        super.init(offset: offset)
    }

    override func render(into renderer: inout Renderer) throws {
        try renderer.write(path)
    }
}

/// A variable or literal with filters.
final class ExpressionNode: Node, @unchecked Sendable {
    private let expression: Expression

    init(_ expression: Expression, offset: Int) {
        self.expression = expression
        super.init(offset: offset)
    }

    override func render(into renderer: inout Renderer) throws {
        renderer.write(try renderer.value(of: expression))
    }
}

/// A tag with its place.
final class PlacedTag: Node, @unchecked Sendable {
    private let tag: any TagNode

    init(_ tag: any TagNode, offset: Int) {
        self.tag = tag
        super.init(offset: offset)
    }

    override func render(into renderer: inout Renderer) throws {
        try tag.render(into: &renderer)
    }
}

/// The nodes of a template or of a block in it.
public struct NodeList: Sendable {
    /// The nodes, which `references` doesn't keep alive.
    private let nodes: [Node]
    /// The same without a count of who uses them: going through a list a hundred times must not
    /// count each node up and down a hundred times.
    let references: [Unmanaged<Node>]
    let source: TemplateSource

    init(nodes: [Node], source: TemplateSource) {
        self.nodes = nodes
        references = nodes.map { Unmanaged.passUnretained($0) }
        self.source = source
    }
}

/// A compiled tag.
public protocol TagNode: Sendable {
    /// Writes what the tag stands for.
    func render(into renderer: inout Renderer) throws
}
