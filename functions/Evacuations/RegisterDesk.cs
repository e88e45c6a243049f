using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Evacuations;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Evacuations;

/// <summary>A county with a register that a reader may see.</summary>
/// <param name="County">the county</param>
/// <param name="Kind">the register</param>
public sealed record RegisterPlace(UnitRow County, RegisterKind Kind);

/// <summary>
/// Reads and keeps the registers for API and pages. A county sees and keeps its own, 市应急局 sees those of all; for anybody else they do not
/// exist. Names and numbers are shown to those on duty only, by <see cref="RegisterBook.PageAsync"/>.
/// </summary>
public sealed class RegisterDesk(RegisterBook book, RegisterImport import)
{
    /// <summary>The number of entries on a page.</summary>
    public const int PageSize = 100;

    /// <summary>Returns the counties whose registers a reader may see.</summary>
    public async Task<IReadOnlyList<UnitRow>> CountiesAsync(SubjectReader reader, CancellationToken cancellationToken) =>
        [.. (await book.CountiesAsync(cancellationToken)).Where(county => MayRead(county.Id, reader))];

    /// <summary>Returns a county; null if there is none or the reader may not see its registers.</summary>
    public async Task<UnitRow?> FindCountyAsync(string county, SubjectReader reader, CancellationToken cancellationToken) =>
        MayRead(county, reader) ? await book.FindCountyAsync(county, cancellationToken) : null;

    /// <summary>Returns a register of a county; null if there is none or the reader may not see it.</summary>
    public async Task<RegisterPlace?> FindAsync(string county, string register, SubjectReader reader, CancellationToken cancellationToken) =>
        RegisterKind.Find(register) is { } kind && await FindCountyAsync(county, reader, cancellationToken) is { } unit ? new(unit, kind) : null;

    /// <summary>Returns whether a reader keeps the registers of a county.</summary>
    public static bool MayKeep(string county, SubjectReader reader) => reader.Unit is null || reader.Unit == county;

    /// <summary>Enters the entries of a sheet.</summary>
    public Task<RegisterReceipt> ImportAsync(RegisterPlace place, Sheet sheet, bool whole, SubjectReader reader, CancellationToken cancellationToken) =>
        import.ImportAsync(place.County.Id, place.Kind, sheet, whole, reader.Person ?? reader.Unit ?? PersonRow.Operator, cancellationToken);

    /// <summary>Returns a page of a register; with <paramref name="names"/> in the clear what the reader watches over.</summary>
    public Task<RegisterPage> PageAsync(RegisterPlace place, string? next, bool names, SubjectReader reader, CancellationToken cancellationToken) =>
        book.PageAsync(place.County.Id, place.Kind, PageSize, next, reader.Person, names, cancellationToken);

    private static bool MayRead(string county, SubjectReader reader) => MayKeep(county, reader) || reader.Unit == EvacuationPolicy.CityOffice;
}
