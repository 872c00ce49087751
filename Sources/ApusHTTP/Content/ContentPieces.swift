extension Content {
    /// The bytes piece by piece, so that they are never in memory all at once:
    ///
    ///     var pieces = request.content.pieces()
    ///     while let piece = try pieces.next() { digest.update(piece) }
    ///
    /// All pieces but the last have `size` bytes.
    public func pieces(of size: Int = 64 << 10) -> Pieces {
        Pieces(content: self, size: Swift.max(size, 1))
    }

    /// A content that is being read piece by piece.
    public struct Pieces: Sendable {
        private let content: Content
        private let size: Int
        private var offset = 0

        init(content: Content, size: Int) {
            self.content = content
            self.size = size
        }

        /// The next piece, nil after the last. Throws where the content can't be read.
        public mutating func next() throws -> [UInt8]? {
            guard offset < content.count else { return nil }
            let piece = try content.read(at: offset, Swift.min(size, content.count - offset))
            offset += piece.count
            return piece
        }
    }
}
