/// A piece of a compiled template.
enum Node: Sendable {
    /// Bytes that are written as they are.
    case text([UInt8])
    /// A variable without filters.
    case variable(VariablePath, offset: Int)
    /// A variable or literal with filters.
    case expression(Expression, offset: Int)
    /// A tag.
    case tag(any TagNode, offset: Int)

    init(_ expression: Expression, offset: Int) {
        if let path = expression.plainVariable {
            self = .variable(path, offset: offset)
        } else {
            self = .expression(expression, offset: offset)
        }
    }
}

/// The nodes of a template or of a block in it.
public struct NodeList: Sendable {
    let nodes: [Node]
    let source: TemplateSource

    /// Whether there is nothing but white space.
    var isBlank: Bool {
        nodes.allSatisfy { node in
            if case .text(let bytes) = node { bytes.allSatisfy(isSpace) } else { false }
        }
    }
}

/// A compiled tag.
public protocol TagNode: Sendable {
    /// Writes what the tag stands for.
    func render(into renderer: inout Renderer) throws
}
