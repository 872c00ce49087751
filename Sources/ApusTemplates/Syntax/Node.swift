/// A piece of a compiled template.
enum Node: Sendable {
    /// Bytes that are written as they are.
    case text([UInt8])
    /// A variable without filters.
    case variable(VariablePath)
    /// A variable or literal with filters.
    case expression(ExpressionNode)
    /// A tag.
    case tag(PlacedTag)

    init(_ expression: Expression, offset: Int) {
        if let path = expression.plainVariable {
            self = .variable(path)
        } else {
            self = .expression(ExpressionNode(expression: expression, offset: offset))
        }
    }
}

/// An expression that is written, with its place. Nodes are references, so that going through them
/// copies a pointer each.
final class ExpressionNode: Sendable {
    let expression: Expression
    let offset: Int

    init(expression: Expression, offset: Int) {
        self.expression = expression
        self.offset = offset
    }
}

/// A tag with its place.
final class PlacedTag: Sendable {
    let tag: any TagNode
    let offset: Int

    init(tag: any TagNode, offset: Int) {
        self.tag = tag
        self.offset = offset
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
