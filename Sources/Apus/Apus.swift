@_exported public import ApusHTTP
@_exported public import ApusManage
@_exported public import ApusORM
@_exported public import ApusServer
@_exported public import ApusTemplates
@_exported public import ApusValues
@_exported public import ApusWeb
@_exported public import FoundationEssentials
