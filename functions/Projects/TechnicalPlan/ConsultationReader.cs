using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Functions.Projects.TechnicalPlan;

/// <summary>What a project's page shows of its publicity and the 价格咨询.</summary>
/// <param name="Publicity">What is or was public.</param>
/// <param name="Lists">Every version of the function list, oldest first.</param>
/// <param name="IsOpen">Whether it is public now.</param>
/// <param name="Questions">The confirmed questions, oldest first.</param>
/// <param name="Quotations">What suppliers quoted; null for readers who may not see it.</param>
public sealed record ConsultationView(
    PublicityRow Publicity, IReadOnlyList<FunctionListRow> Lists, bool IsOpen, IReadOnlyList<QuestionRow> Questions, QuotationView? Quotations);

/// <summary>What suppliers quoted.</summary>
/// <param name="Statistics">Item by item, of the quotations for the list that is public now or was last.</param>
/// <param name="Counted">Those quotations.</param>
/// <param name="Earlier">Confirmed quotations for versions before it; they stay in the record and do not count.</param>
public sealed record QuotationView(IReadOnlyList<ItemStatistics> Statistics, IReadOnlyList<QuotationRow> Counted, IReadOnlyList<QuotationRow> Earlier);

/// <summary>Reads it.</summary>
public sealed class ConsultationReader(ProjectQueries queries, QuestionService questions, ITableStore tables, TimeProvider time)
{
    /// <summary>Null before the publicity.</summary>
    public async Task<ConsultationView?> ReadAsync(string project, bool withQuotations, CancellationToken cancellationToken) =>
        await queries.FindPublicityAsync(project, cancellationToken) is { } publicity
            ? new(
                publicity,
                await queries.FunctionListsOfAsync(project, cancellationToken),
                publicity.IsOpenAt(time.GetChinaNow()),
                await questions.ReadAsync(project, cancellationToken),
                withQuotations ? await QuotationsAsync(publicity, cancellationToken) : null)
            : null;

    private async Task<QuotationView> QuotationsAsync(PublicityRow publicity, CancellationToken cancellationToken)
    {
        var quotations = await QuotationService.ReadAsync(tables, publicity.Project, cancellationToken);
        var counted = QuotationStatistics.Counted(quotations, publicity.Version);
        var earlier = Enumerable.Range(1, publicity.Version - 1).SelectMany(version => QuotationStatistics.Counted(quotations, version));
        return new(QuotationStatistics.Of(publicity.Functions, counted), counted, [.. earlier]);
    }
}
