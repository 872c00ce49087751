import ApusORM

extension FieldSchema {
    /// The field without its name and without what follows from it: two fields of the same shape
    /// are the same field under two names.
    var shape: FieldSchema {
        var shape = self
        shape.name = ""
        shape.column = namedColumn ?? ""
        shape.verboseName = verboseName == impliedVerboseName ? "" : verboseName
        if reference != nil, !isManyToMany {
            // The target decides what the column holds and whether it has an index.
            shape.type = .bigInteger
            shape.isIndexed = false
        }
        if isPrimaryKey { shape.isIndexed = false }
        return shape
    }

    /// The shape without where it points: models that are renamed together still match.
    var shapeWithoutTarget: FieldSchema {
        var shape = self.shape
        shape.reference?.model = ""
        return shape
    }
}
