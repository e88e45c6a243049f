// Everything in the resource group of one environment.
param environmentName string
param location string
param tags object
param durableBackend string
param network string
param baseUrl string
param mailFrom string
@secure()
param sendGridApiKey string
param alertEmail string
param monthlyBudget int
param budgetStart string
param maximumInstances int

var abbreviations = loadJsonContent('abbreviations.json')
var suffix = take(uniqueString(subscription().id, environmentName, location), 8)
var usesScheduler = durableBackend == 'DurableTaskScheduler'
var isPrivate = network == 'Private'

// The identity comes before the app, so that the app has its rights when it first starts.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${abbreviations.managedIdentity}${environmentName}-${suffix}'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: '${abbreviations.logAnalytics}${environmentName}-${suffix}'
    insightsName: '${abbreviations.applicationInsights}${environmentName}-${suffix}'
    location: location
    tags: tags
    principalId: identity.properties.principalId
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: '${abbreviations.storageAccount}${take(toLower(replace(environmentName, '-', '')), 13)}${suffix}'
    location: location
    tags: tags
    isPrivate: isPrivate
    principalId: identity.properties.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    name: '${abbreviations.keyVault}${take(environmentName, 12)}-${suffix}'
    location: location
    tags: tags
    isPrivate: isPrivate
    principalId: identity.properties.principalId
    sendGridApiKey: sendGridApiKey
    workspaceId: monitoring.outputs.workspaceId
  }
}

module scheduler 'modules/scheduler.bicep' = if (usesScheduler) {
  params: {
    name: '${abbreviations.durableTaskScheduler}${environmentName}-${suffix}'
    location: location
    tags: tags
    principalId: identity.properties.principalId
  }
}

module networking 'modules/network.bicep' = if (isPrivate) {
  params: {
    name: '${abbreviations.virtualNetwork}${environmentName}-${suffix}'
    endpointPrefix: abbreviations.privateEndpoint
    subnetPrefix: abbreviations.subnet
    location: location
    tags: tags
    storageName: storage.outputs.name
    vaultName: vault.outputs.name
  }
}

module app 'modules/app.bicep' = {
  params: {
    name: '${abbreviations.functionApp}${environmentName}-${suffix}'
    planName: '${abbreviations.appServicePlan}${environmentName}-${suffix}'
    location: location
    tags: union(tags, { 'azd-service-name': 'app' })
    identityId: identity.id
    identityClientId: identity.properties.clientId
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    insightsConnection: monitoring.outputs.insightsConnection
    sendGridSecretUri: vault.outputs.sendGridSecretUri
    baseUrl: baseUrl
    mailFrom: mailFrom
    subnetId: networking.?outputs.?appSubnetId ?? ''
    schedulerEndpoint: scheduler.?outputs.?endpoint ?? ''
    taskHub: scheduler.?outputs.?taskHub ?? ''
    maximumInstances: maximumInstances
    workspaceId: monitoring.outputs.workspaceId
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    actionGroupName: '${abbreviations.actionGroup}${environmentName}'
    budgetName: '${abbreviations.budget}${environmentName}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    storageName: storage.outputs.name
    alertEmail: alertEmail
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
    usesScheduler: usesScheduler
  }
}

output functionAppName string = app.outputs.name
output functionAppUri string = app.outputs.uri
