// What an operator is told of, and the budget. Each rule has its runbook in docs/azure.md.
param actionGroupName string
param budgetName string
param location string
param tags object
param workspaceId string
param storageName string
param alertEmail string
param monthlyBudget int
param budgetStart string
param usesScheduler bool

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = { name: storageName }
resource queues 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' existing = {
  parent: storage
  name: 'default'
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'dazhou'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

var rules = [
  {
    name: 'failed-orchestrations'
    title: 'An orchestration failed'
    severity: 1
    query: 'AppTraces | where Message has "(Orchestrator)\' failed with an error"'
  }
  {
    name: 'mails-given-up'
    title: 'A mail was given up after 75 attempts'
    severity: 1
    query: 'AppTraces | where Message startswith "A mail of " and Message has "(GaveUp)"'
  }
  {
    name: 'overdue-links'
    title: 'Something that was asked for is overdue'
    severity: 3
    query: 'AppTraces | where Message startswith "Deadline " and Message endswith "is overdue"'
  }
  {
    name: 'sweep-found-work'
    title: 'A sweep had to finish what was left undone'
    severity: 2
    query: 'AppTraces | where Message startswith "The sweep set right what was left undone"'
  }
  {
    name: 'guessed-keys'
    title: 'An address sent too many wrong keys'
    severity: 2
    query: 'AppTraces | where Message has "is held back: it sent too many keys"'
  }
]

resource queries 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = [
  for rule in rules: {
    name: rule.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      enabled: true
      severity: rule.severity
      scopes: [workspaceId]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT15M'
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: false
      actions: { actionGroups: [operators.id] }
    }
  }
]

// Without Durable Task Scheduler work waits in the account's queues; Azure counts them once an hour.
resource lag 'Microsoft.Insights/metricAlerts@2018-03-01' = if (!usesScheduler) {
  name: 'queue-lag'
  location: 'global'
  tags: tags
  properties: {
    description: 'More than 1,000 messages wait in the queues of orchestrations.'
    severity: 2
    enabled: true
    scopes: [queues.id]
    evaluationFrequency: 'PT1H'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'messages'
          metricName: 'QueueMessageCount'
          metricNamespace: 'Microsoft.Storage/storageAccounts/queueServices'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: 1000
        }
      ]
    }
    actions: [{ actionGroupId: operators.id }]
  }
}

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: budgetName
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: { startDate: budgetStart }
    notifications: {
      forecast: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Forecasted', contactEmails: [alertEmail] }
      actual: { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Actual', contactEmails: [alertEmail] }
    }
  }
}
