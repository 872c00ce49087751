import ApusManage

Manage.runInstalled()
