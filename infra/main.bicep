// One environment of the app in a resource group of its own: what `azd up` provisions.
targetScope = 'subscription'

@description('Name of the environment, e.g. dazhou-prod; part of every name.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region of all resources. Flex Consumption and, if chosen, Durable Task Scheduler must be offered there.')
param location string

@description('Where orchestrations are kept: in the storage account by the extension itself, or in Durable Task Scheduler.')
@allowed(['AzureStorage', 'DurableTaskScheduler'])
param durableBackend string = 'AzureStorage'

@description('Public: services are reached over their public endpoints, by identity only. Private: over private endpoints in a virtual network.')
@allowed(['Public', 'Private'])
param network string = 'Public'

@description('Address in mailed links, e.g. https://xm.dazhou.example; empty for the address of the app itself.')
param baseUrl string = ''

@description('Sender of all mails.')
param mailFrom string

@secure()
@description('API key of SendGrid; kept in Key Vault.')
param sendGridApiKey string

@description('Receives alerts and the budget\'s warnings.')
param alertEmail string

@description('Monthly budget in the currency of the subscription.')
@minValue(1)
param monthlyBudget int

@description('First day of the budget: the first of a month, e.g. 2026-12-01.')
param budgetStart string

@description('Most instances that the app may scale to.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

var abbreviations = loadJsonContent('abbreviations.json')
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: '${abbreviations.resourceGroup}${environmentName}'
  location: location
  tags: tags
}

module resources 'resources.bicep' = {
  scope: group
  params: {
    environmentName: environmentName
    location: location
    tags: tags
    durableBackend: durableBackend
    network: network
    baseUrl: baseUrl
    mailFrom: mailFrom
    sendGridApiKey: sendGridApiKey
    alertEmail: alertEmail
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
    maximumInstances: maximumInstances
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_LOCATION string = location
output SERVICE_APP_NAME string = resources.outputs.functionAppName
output SERVICE_APP_URI string = resources.outputs.functionAppUri
